/** APP_SECRET of every test: the server and the worker of one database have the same. */
export const testSecret = "a secret for tests of at least 32 characters"
