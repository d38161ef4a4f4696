import { useCallback, useMemo, useState } from 'react';
import { Button } from '../../../components/Button';
import { EmptyState } from '../../../components/EmptyState';
import { Spinner } from '../../../components/Spinner';
import { use@Things@ } from '../hooks/use@Things@';
import type { @Thing@ } from '../types';
import { format@Thing@Date, sort@Things@ } from '../utils';

interface @Name@Props {
  title?: string;
  pageSize?: number;
  onSelect?: (@thing@: @Thing@) => void;
}

export function @Name@({ title = '@Things@', pageSize = 25, onSelect }: @Name@Props) {
  const { data, error, isLoading, refetch } = use@Things@({ limit: pageSize });
  const [query, setQuery] = useState('');
  const [ascending, setAscending] = useState(true);
  const [selected, setSelected] = useState<string | null>(null);

  const visible = useMemo(() => {
    const needle = query.trim().toLowerCase();
    const matching = (data ?? []).filter((@thing@) => @thing@.name.toLowerCase().includes(needle));
    return sort@Things@(matching, '@field@', ascending);
  }, [data, query, ascending]);

  const handleSelect = useCallback(
    (@thing@: @Thing@) => {
      setSelected(@thing@.id);
      onSelect?.(@thing@);
    },
    [onSelect],
  );

  if (isLoading) return <Spinner label="Loading @things@" />;
  if (error) {
    return (
      <EmptyState title="The @things@ could not be loaded" detail={error.message}>
        <Button kind="primary" onClick={() => refetch()}>
          Try again
        </Button>
      </EmptyState>
    );
  }

  return (
    <section className="@css@">
      <header className="@css@__header">
        <h2>{title}</h2>
        <input
          type="search"
          value={query}
          placeholder="Search @things@"
          onChange={(event) => setQuery(event.target.value)}
        />
        <Button kind="ghost" onClick={() => setAscending((current) => !current)}>
          {ascending ? 'Ascending' : 'Descending'}
        </Button>
      </header>
      {visible.length === 0 ? (
        <EmptyState title="No @things@ yet" />
      ) : (
        <table className="@css@__table">
          <thead>
            <tr>
              <th>Name</th>
              <th>@Field@</th>
              <th>Updated</th>
            </tr>
          </thead>
          <tbody>
            {visible.map((@thing@) => (
              <tr
                key={@thing@.id}
                className={selected === @thing@.id ? 'is-selected' : undefined}
                onClick={() => handleSelect(@thing@)}
              >
                <td>{@thing@.name}</td>
                <td>{String(@thing@.@field@)}</td>
                <td>{format@Thing@Date(@thing@.updatedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
