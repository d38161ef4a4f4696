import { priceOf } from '../../../lib/price';

export async function GET(request) {
  const country = new URL(request.url).searchParams.get('country') ?? 'ch';
  return Response.json({ cents: priceOf(country, 3) });
}
