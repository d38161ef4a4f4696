import { memo, useState } from 'react';
import { Badge } from '../../../components/Badge';
import { Button } from '../../../components/Button';
import { format@Thing@Date } from '../utils';

const TONES = { draft: 'neutral', open: 'info', done: 'success', failed: 'danger' };

function Detail({ label, children }) {
  return (
    <div className="@css@__detail">
      <dt>{label}</dt>
      <dd>{children ?? '—'}</dd>
    </div>
  );
}

export const @Name@ = memo(function @Name@({ @thing@, onOpen, onArchive, compact = false }) {
  const [expanded, setExpanded] = useState(!compact);

  const toggle = () => setExpanded((current) => !current);

  return (
    <article className={`@css@ ${compact ? '@css@--compact' : ''}`}>
      <header onClick={toggle}>
        <h3>{@thing@.name}</h3>
        <Badge tone={TONES[@thing@.status] ?? 'neutral'}>{@thing@.status}</Badge>
      </header>
      {expanded && (
        <dl>
          <Detail label="@Field@">{@thing@.@field@}</Detail>
          <Detail label="Created">{format@Thing@Date(@thing@.createdAt)}</Detail>
          <Detail label="Updated">{format@Thing@Date(@thing@.updatedAt)}</Detail>
          <Detail label="Tags">
            {(@thing@.tags ?? []).map((tag) => (
              <span key={tag} className="@css@__tag">
                {tag}
              </span>
            ))}
          </Detail>
        </dl>
      )}
      <footer>
        <Button kind="primary" onClick={() => onOpen(@thing@.id)}>
          Open
        </Button>
        <Button kind="ghost" onClick={() => onArchive(@thing@.id)} disabled={@thing@.status === 'done'}>
          Archive
        </Button>
      </footer>
    </article>
  );
});
