export { openUpload, type Upload, type UploadLimits } from './upload.ts'
