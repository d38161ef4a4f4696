import Repair from './repair.jsx';

export default function Page() {
  return (
    <main>
      <h1>AutoFix with Next.js</h1>
      <p>
        The route <a href="/api/broken">/api/broken</a> fails; the server reports it.
      </p>
      <Repair />
    </main>
  );
}
