/** @type {import('next').NextConfig} */
export default {
  // The engine is a native module: it is required at run time, not bundled.
  serverExternalPackages: ['@autofix/sdk'],
};
