export { createReviewApi, type ReviewApiDeps } from './app.ts'
