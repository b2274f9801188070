import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'

/** Every client and server wants one, and making it takes longer than a call; it keeps nothing between calls. */
export const jsonSchemaValidator = new AjvJsonSchemaValidator()
