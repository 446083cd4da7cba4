"""Schema 2: what networks say of posts: labels and accepted answers. Known by nobody but alembic."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("posts", sa.Column("labels", sa.Text(), nullable=False, server_default=""))
    op.add_column("posts", sa.Column("accepted", sa.SmallInteger(), nullable=False, server_default="0"))
    op.create_index("ix_context_posts_post_id", "context_posts", ["post_id"])
