/** Audience of the tokens that one agent accepts. */
export const agentAudience = (agent: string): string => `agent:${agent}`
