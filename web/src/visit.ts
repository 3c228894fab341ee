// A coach who looks at what a candidate lets them: the address begins with /candidates/NUMBER, so that each
// window shows one account, and says whose.
const number = /^\/candidates\/(\d+)(?=\/|$)/.exec(location.pathname)?.[1] ?? null;

export const visiting = number !== null;
/** What stands before the address of each view. */
export const root = number === null ? '' : `/candidates/${number}`;
export const base = number === null ? '/api/v1/' : `/api/v1/candidates/${number}/`;
