export const px = (pixels: number) => `${pixels}px`
