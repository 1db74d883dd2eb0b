// The session of this page has ended (401), or another one began in another tab (400): what is typed
// is taken once the form is sent by hand, by way of signing in.
export const isSignedOut = (answer) => [400, 401].includes(answer.status);
