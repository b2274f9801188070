export { accessLevel, type AccessLevel, type AccessLevelOptions } from './access-level.ts'
export { parseAmiFileName, type AmiFileName } from './ami-file-name.ts'
export {
  digitizationInfo,
  type DigitizationInfo,
  type DigitizationInput,
} from './digitization-info.ts'
export { documentType, type DocumentType, type DocumentTypeOptions } from './document-type.ts'
export { pageQuality, type PageQuality } from './page-quality.ts'
export {
  physicalAttributes,
  type PhysicalAttributes,
  type PhysicalInput,
} from './physical-attributes.ts'
export { storageInfo, type StorageInfo, type StorageInput } from './storage-info.ts'
