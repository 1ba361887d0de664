/** Where somebody was before they went to the settings, and where Escape leads back to. */
let path = "/"

export function rememberWayBack(url: string): void {
  path = url
}

export const wayBack = () => path
