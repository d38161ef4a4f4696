const words = ['open', 'closed'];

export const banner = (title) => {
  const hour = new Date().getHours();
  return `${title} | shop (${words[hour > 8 ? 0 : 1]})`;
};
