/** The server's answer allows style sheets with this nonce only; libraries that add one are given it. */
export const styleNonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';
