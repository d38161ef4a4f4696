export const dynamic = 'force-dynamic';

export function GET() {
  throw new Error('the route has no answer');
}
