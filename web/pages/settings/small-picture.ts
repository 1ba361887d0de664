/** Pictures are made small before they are sent: they are shown small, and what a camera wrote into them stays here. */

/** Pixels a side. */
const most = 256

/**
 * @param fit "cover" cuts the middle out as a square, "contain" keeps all of it
 * @returns null for what the browser cannot show
 */
export async function smallPicture(file: File, fit: "cover" | "contain"): Promise<File | null> {
  const picture = await decode(file)
  if (!picture) return null
  const { width, height } = picture
  const side = Math.min(width, height)
  const [left, top, wide, high] =
    fit === "cover" ? [(width - side) / 2, (height - side) / 2, side, side] : [0, 0, width, height]
  const scale = Math.min(1, most / Math.max(wide, high))
  const canvas = document.createElement("canvas")
  canvas.width = Math.max(1, Math.round(wide * scale))
  canvas.height = Math.max(1, Math.round(high * scale))
  canvas.getContext("2d")!.drawImage(picture, left, top, wide, high, 0, 0, canvas.width, canvas.height)
  picture.close()
  // Browsers that write no WebP write PNG.
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/webp", 0.9))
  return blob && new File([blob], blob.type === "image/webp" ? "picture.webp" : "picture.png", { type: blob.type })
}

async function decode(file: File): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file)
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}
