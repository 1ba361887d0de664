/** The registry: one file per field type, found by its name. */
import type { FieldType } from "../field-type.ts"
import type { FieldTypeName } from "../schema.ts"
import { actorType } from "./actor.ts"
import { addressType } from "./address.ts"
import { arrayType } from "./array.ts"
import { booleanType } from "./boolean.ts"
import { currencyType } from "./currency.ts"
import { dateTimeType } from "./date-time.ts"
import { dateType } from "./date.ts"
import { emailsType } from "./emails.ts"
import { filesType } from "./files.ts"
import { fullNameType } from "./full-name.ts"
import { linksType } from "./links.ts"
import { morphRelationType } from "./morph-relation.ts"
import { multiSelectType } from "./multi-select.ts"
import { numberType } from "./number.ts"
import { numericType } from "./numeric.ts"
import { phonesType } from "./phones.ts"
import { positionType } from "./position.ts"
import { ratingType } from "./rating.ts"
import { rawJsonType } from "./raw-json.ts"
import { relationType } from "./relation.ts"
import { richTextType } from "./rich-text.ts"
import { selectType } from "./select.ts"
import { textType } from "./text.ts"
import { tsVectorType } from "./ts-vector.ts"
import { uuidType } from "./uuid.ts"

export const fieldTypes: Readonly<Record<FieldTypeName, FieldType>> = {
  ACTOR: actorType,
  ADDRESS: addressType,
  ARRAY: arrayType,
  BOOLEAN: booleanType,
  CURRENCY: currencyType,
  DATE: dateType,
  DATE_TIME: dateTimeType,
  EMAILS: emailsType,
  FILES: filesType,
  FULL_NAME: fullNameType,
  LINKS: linksType,
  MORPH_RELATION: morphRelationType,
  MULTI_SELECT: multiSelectType,
  NUMBER: numberType,
  NUMERIC: numericType,
  PHONES: phonesType,
  POSITION: positionType,
  RATING: ratingType,
  RAW_JSON: rawJsonType,
  RELATION: relationType,
  RICH_TEXT: richTextType,
  SELECT: selectType,
  TEXT: textType,
  TS_VECTOR: tsVectorType,
  UUID: uuidType,
}
