export { copyImages, imagesOf } from './copy.ts'
export { imagesIn, openImages } from './open.ts'
