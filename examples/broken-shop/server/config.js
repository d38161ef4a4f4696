// Where the shop's pages may come from.
export const allowedOrigins = [
  'http://localhost:3000',
  'https://shop.example.com',
];
