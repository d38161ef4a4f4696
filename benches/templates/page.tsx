import { useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { Button } from '../../../components/Button';
import { Modal } from '../../../components/Modal';
import { remove@Thing@ } from '../api';
import { @Thing@Form } from '../components/@Thing@Form';
import { @Thing@List } from '../components/@Thing@List';
import type { @Thing@ } from '../types';

export default function @Name@() {
  const navigate = useNavigate();
  const { workspace = 'main' } = useParams();
  const [editing, setEditing] = useState<@Thing@ | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  async function handleRemove(@thing@: @Thing@) {
    try {
      await remove@Thing@(@thing@.id);
      navigate(`/${workspace}/@things@`);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'The @thing@ could not be removed');
    }
  }

  return (
    <main className="@css@">
      <header>
        <h1>@Things@</h1>
        <Button kind="primary" onClick={() => navigate(`/${workspace}/@things@/new`)}>
          New @thing@
        </Button>
      </header>
      {failure && <p role="alert">{failure}</p>}
      <@Thing@List onSelect={setEditing} pageSize={@number@} />
      {editing && (
        <Modal title={editing.name} onClose={() => setEditing(null)}>
          <@Thing@Form @thing@={editing} onSaved={() => setEditing(null)} onCancel={() => setEditing(null)} />
          <Button kind="danger" onClick={() => handleRemove(editing)}>
            Remove
          </Button>
        </Modal>
      )}
    </main>
  );
}
