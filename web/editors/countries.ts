/** Countries by their codes of ISO 3166, with their calling codes. Their names are the browser's. */
import { preferences } from "../i18n/format.ts"
import { once } from "../i18n/once.ts"

/** As the numbering plans have it, those that most numbers belong to first; a test compares it with the server's. */
const plan =
  "1:US,AG,AI,AS,BB,BM,BS,CA,DM,DO,GD,GU,JM,KN,KY,LC,MP,MS,PR,SX,TC,TT,VC,VG,VI 7:RU,KZ 20:EG 27:ZA 30:GR 31:NL " +
  "32:BE 33:FR 34:ES 36:HU 39:IT,VA 40:RO 41:CH 43:AT 44:GB,GG,IM,JE 45:DK 46:SE 47:NO,SJ 48:PL 49:DE 51:PE 52:MX " +
  "53:CU 54:AR 55:BR 56:CL 57:CO 58:VE 60:MY 61:AU,CC,CX 62:ID 63:PH 64:NZ 65:SG 66:TH 81:JP 82:KR 84:VN 86:CN 90:TR " +
  "91:IN 92:PK 93:AF 94:LK 95:MM 98:IR 211:SS 212:MA,EH 213:DZ 216:TN 218:LY 220:GM 221:SN 222:MR 223:ML 224:GN " +
  "225:CI 226:BF 227:NE 228:TG 229:BJ 230:MU 231:LR 232:SL 233:GH 234:NG 235:TD 236:CF 237:CM 238:CV 239:ST 240:GQ " +
  "241:GA 242:CG 243:CD 244:AO 245:GW 246:IO 247:AC 248:SC 249:SD 250:RW 251:ET 252:SO 253:DJ 254:KE 255:TZ 256:UG " +
  "257:BI 258:MZ 260:ZM 261:MG 262:RE,YT 263:ZW 264:NA 265:MW 266:LS 267:BW 268:SZ 269:KM 290:SH,TA 291:ER 297:AW " +
  "298:FO 299:GL 350:GI 351:PT 352:LU 353:IE 354:IS 355:AL 356:MT 357:CY 358:FI,AX 359:BG 370:LT 371:LV 372:EE " +
  "373:MD 374:AM 375:BY 376:AD 377:MC 378:SM 380:UA 381:RS 382:ME 383:XK 385:HR 386:SI 387:BA 389:MK 420:CZ 421:SK " +
  "423:LI 500:FK 501:BZ 502:GT 503:SV 504:HN 505:NI 506:CR 507:PA 508:PM 509:HT 590:GP,BL,MF 591:BO 592:GY 593:EC " +
  "594:GF 595:PY 596:MQ 597:SR 598:UY 599:CW,BQ 670:TL 672:NF 673:BN 674:NR 675:PG 676:TO 677:SB 678:VU 679:FJ " +
  "680:PW 681:WF 682:CK 683:NU 685:WS 686:KI 687:NC 688:TV 689:PF 690:TK 691:FM 692:MH 850:KP 852:HK 853:MO 855:KH " +
  "856:LA 880:BD 886:TW 960:MV 961:LB 962:JO 963:SY 964:IQ 965:KW 966:SA 967:YE 968:OM 970:PS 971:AE 972:IL 973:BH " +
  "974:QA 975:BT 976:MN 977:NP 992:TJ 993:TM 994:AZ 995:GE 996:KG 998:UZ"

/** Calling code with its plus → countries. */
const countriesByCode: ReadonlyMap<string, readonly string[]> = new Map(
  plan.split(" ").map((entry) => {
    const [code = "", countries = ""] = entry.split(":")
    return [`+${code}`, countries.split(",")]
  }),
)

const codeByCountry: ReadonlyMap<string, string> = new Map(
  [...countriesByCode].flatMap(([code, countries]) => countries.map((country) => [country, code] as const)),
)

export const callingCodeOf = (country: string): string | undefined => codeByCountry.get(country)

/** Several share a calling code. */
export const countriesOf = (callingCode: string): readonly string[] => countriesByCode.get(callingCode) ?? []

/** The calling code at the beginning of a whole number, which starts with a plus. */
export function splitCallingCode(number: string): { callingCode: string; rest: string } | null {
  const digits = number.replace(/[\s().-]/g, "")
  for (const length of [4, 3, 2, 1]) {
    const callingCode = digits.slice(0, length + 1)
    if (countriesByCode.has(callingCode)) return { callingCode, rest: digits.slice(length + 1) }
  }
  return null
}

/** Sorted by their names in the person's language. */
export function countries(): { code: string; name: string }[] {
  const { locale } = preferences.value
  return [...codeByCountry.keys()]
    .map((code) => ({ code, name: countryName(code) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, locale))
}

export const countryName = (code: string): string => nameIn(preferences.value.locale, code)

/** As records have it, whatever the language of whoever writes them. */
export const englishName = (code: string): string => nameIn("en", code)

const nameIn = (locale: string | undefined, code: string): string => namesIn(locale).of(code) ?? code

const namesIn = once(
  (locale: string | undefined) => new Intl.DisplayNames(locale ?? navigator.language, { type: "region" }),
)

/** A country by its name in English or in the person's language, or by its code. */
export function countryNamed(text: string): string | undefined {
  const wanted = text.trim().toLowerCase()
  return [...codeByCountry.keys()].find((code) =>
    [code, countryName(code), englishName(code)].some((name) => name.toLowerCase() === wanted),
  )
}

/** Where the browser says that its person is. */
export function ownCountry(): string | undefined {
  const { region } = new Intl.Locale(navigator.language)
  return region && codeByCountry.has(region) ? region : undefined
}
