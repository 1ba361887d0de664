import { createContext } from "preact"
import { useContext } from "preact/hooks"

/** In a grid a link is reached by its cell; elsewhere it is a stop of the Tab key. */
export const LinkStops = createContext(false)

export const useLinkStop = (): 0 | -1 => (useContext(LinkStops) ? 0 : -1)
