/** The demo page around two tablets. */
export const showcase = {};
