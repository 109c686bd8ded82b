/** The public face of the engine, for apps: what runs in browsers and in Node. */
export {};
