/** Why what another site says of somebody is not believed: for the log, never for the answer. */
export class SignInRefusal extends Error {
  override name = "SignInRefusal"

  constructor(
    readonly reason: string,
    cause?: unknown,
  ) {
    super(reason, cause === undefined ? undefined : { cause })
  }
}
