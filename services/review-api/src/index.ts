export { createReviewApi, type ReviewApiDeps } from './app.ts'
export { composeReviewApi } from './compose.ts'
