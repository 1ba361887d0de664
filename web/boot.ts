/** Runs before the first paint, so that no frame shows the other theme. Small, and without imports but the rule itself. */
import { applyAppearance, readAppearance } from "./shell/appearance.ts"

applyAppearance(readAppearance())
