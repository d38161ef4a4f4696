export const banner = (title) => `${title} | shop`;
