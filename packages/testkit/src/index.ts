export * from './clock.ts'
export * from './factories.ts'
export * from './store-contract/index.ts'
export * from './temporary-folder.ts'
