/** What changes favourites is a chunk of its own. */
import type { Favourite, FavouriteTarget } from "../../model/workspace-model.ts"
import { part } from "../../ui/part.ts"

export const favouriteTools = part(() => import("./tools.ts"))

/** What is kept is let go, what is not is kept, last of all. */
export async function toggleFavourite(
  kept: Favourite | undefined,
  name: string,
  target: FavouriteTarget,
): Promise<void> {
  const tools = await favouriteTools.load()
  await tools?.toggleFavourite(kept, name, target)
}
