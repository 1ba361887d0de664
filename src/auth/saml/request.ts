/** What Kith says to SAML 2.0 identity providers: who it is, and that somebody wants to sign in. */
import { generateServiceProviderMetadata, SAML } from "@node-saml/node-saml"
import type { SamlProvider, SamlService } from "./response.ts"

/** Where the browser goes to sign in. The provider's answer will name `requestId`. */
export function authnRequestUrl(provider: SamlProvider, service: SamlService, requestId: string): Promise<string> {
  const saml = new SAML({
    callbackUrl: service.acsUrl,
    issuer: service.entityId,
    entryPoint: provider.ssoUrl,
    idpCert: [...provider.certificates],
    generateUniqueId: () => requestId,
    // Whichever way the provider knows people is good enough, and whichever lasting name it has for them.
    disableRequestedAuthnContext: true,
    identifierFormat: null,
  })
  return saml.getAuthorizeUrlAsync("", undefined, {})
}

/** Kith as the provider's admins import it. It holds nothing but addresses. */
export function serviceMetadata({ entityId, acsUrl }: SamlService): string {
  return generateServiceProviderMetadata({
    issuer: entityId,
    callbackUrl: acsUrl,
    wantAssertionsSigned: true,
    identifierFormat: null,
    generateUniqueId: () => "kith",
  })
}
