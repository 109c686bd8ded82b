/** The public face of the relay, for programs that run one inside themselves. */
export {};
