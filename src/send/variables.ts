/** Private keys, separated by commas. */
export const KEY_VARIABLE = "ORDINANCE_PRIVATE_KEY";
/** Paths of keystore files, separated by commas. */
export const KEYSTORE_VARIABLE = "ORDINANCE_KEYSTORE";
/** Path of the passphrase file, or of one for each keystore. */
export const PASSWORD_VARIABLE = "ORDINANCE_KEYSTORE_PASSWORD_FILE";
/** For the Safe Transaction Service. */
export const SAFE_KEY_VARIABLE = "ORDINANCE_SAFE_API_KEY";
/** Address of an external signer. */
export const URL_VARIABLE = "ORDINANCE_SIGNER_URL";
