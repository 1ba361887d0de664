/** The registry: one file per field type. A test compares it with the server's. */
import type { FieldTypeName } from "../../src/metadata/schema.ts"
import { actorField } from "./actor.tsx"
import { addressField } from "./address.tsx"
import { arrayField } from "./array.tsx"
import { booleanField } from "./boolean.tsx"
import { currencyField } from "./currency.tsx"
import { dateTimeField } from "./date-time.tsx"
import { dateField } from "./date.tsx"
import { emailsField } from "./emails.tsx"
import type { FieldKind } from "./field-kind.ts"
import { filesField } from "./files.tsx"
import { fullNameField } from "./full-name.tsx"
import { register } from "./kinds.ts"
import { linksField } from "./links.tsx"
import { morphRelationField } from "./morph-relation.tsx"
import { multiSelectField } from "./multi-select.tsx"
import { numberField } from "./number.tsx"
import { numericField } from "./numeric.tsx"
import { phonesField } from "./phones.tsx"
import { positionField } from "./position.tsx"
import { ratingField } from "./rating.tsx"
import { rawJsonField } from "./raw-json.tsx"
import { relationField } from "./relation.tsx"
import { richTextField } from "./rich-text.tsx"
import { selectField } from "./select.tsx"
import { textField } from "./text.tsx"
import { tsVectorField } from "./ts-vector.tsx"
import { uuidField } from "./uuid.tsx"

export const fieldKinds: Readonly<Record<FieldTypeName, FieldKind>> = {
  ACTOR: actorField,
  ADDRESS: addressField,
  ARRAY: arrayField,
  BOOLEAN: booleanField,
  CURRENCY: currencyField,
  DATE: dateField,
  DATE_TIME: dateTimeField,
  EMAILS: emailsField,
  FILES: filesField,
  FULL_NAME: fullNameField,
  LINKS: linksField,
  MORPH_RELATION: morphRelationField,
  MULTI_SELECT: multiSelectField,
  NUMBER: numberField,
  NUMERIC: numericField,
  PHONES: phonesField,
  POSITION: positionField,
  RATING: ratingField,
  RAW_JSON: rawJsonField,
  RELATION: relationField,
  RICH_TEXT: richTextField,
  SELECT: selectField,
  TEXT: textField,
  TS_VECTOR: tsVectorField,
  UUID: uuidField,
}

register(fieldKinds)
export { kindOf, selectionOf, selectionOfAll, selectionOfLabel, wholeSelectionOf } from "./kinds.ts"
