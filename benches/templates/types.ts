export type @Thing@Status = 'draft' | 'open' | 'done' | 'failed';

export interface @Thing@ {
  id: string;
  name: string;
  @field@: string;
  status: @Thing@Status;
  active: boolean;
  tags?: string[];
  ownerId: string;
  createdAt: string;
  updatedAt: string;
}

export type @Thing@Input = Pick<@Thing@, 'name' | '@field@' | 'active'>;

export interface @Thing@Query {
  limit?: number;
  offset?: number;
  status?: @Thing@Status;
  search?: string;
}
