/**
 * Runs before the first paint, so that no frame shows the other theme, and before the page's own scripts have come, so that
 * what they will ask first is asked meanwhile. Small, and without imports but for these two.
 */
import { askEarly } from "./api/early.ts"
import { workspaceQuery } from "./model/workspace-query.ts"
import { applyAppearance, readAppearance } from "./shell/appearance.ts"

applyAppearance(readAppearance())
askEarly("/metadata", workspaceQuery)
