/** The tablet's frame: header, navigation, states of synchronisation, settings. */
export const shell = {
  product: 'Rejoin',
  home: 'Home',
};
