/** Why a file is not taken, before it is sent. */
export const en = {
  tooLarge: (most: string) => `Files may be up to ${most} MB.`,
  type: (extension: string) => `Files of type ${extension} are not taken here.`,
}

export type FileMessages = typeof en
