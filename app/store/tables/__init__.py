"""Every table of the store, as the newest migration leaves it. Known by the files of this room only; knows nothing
else of it.

Conventions: ids are 63-bit integers made by `IdMaker`, never by the database; moments are whole milliseconds UTC;
flags are 0 or 1, small lists are JSON, nothing is NULL (0 or an empty text means "none"). `posts` has few indexes and
no foreign keys on purpose: it takes thousands of rows a second, and only `ingest` and `retention` write it. Native ids
come before networks in an index: PostgreSQL without fresh statistics would otherwise read a whole network.
"""

from app.store.tables.columns import LOUD as LOUD
from app.store.tables.columns import NEVER as NEVER
from app.store.tables.columns import Big as Big
from app.store.tables.columns import metadata as metadata
from app.store.tables.keeping import accounts as accounts
from app.store.tables.keeping import audit as audit
from app.store.tables.keeping import blobs as blobs
from app.store.tables.keeping import house as house
from app.store.tables.keeping import pairings as pairings
from app.store.tables.keeping import screens as screens
from app.store.tables.keeping import tokens as tokens
from app.store.tables.keeping import topics as topics
from app.store.tables.listening import alarms as alarms
from app.store.tables.listening import corrections as corrections
from app.store.tables.listening import cursors as cursors
from app.store.tables.listening import holes as holes
from app.store.tables.listening import hours as hours
from app.store.tables.listening import identities as identities
from app.store.tables.listening import people as people
from app.store.tables.listening import post_topics as post_topics
from app.store.tables.listening import posts as posts
from app.store.tables.listening import rollups as rollups
from app.store.tables.listening import search_queue as search_queue
from app.store.tables.talking import attachment_chunks as attachment_chunks
from app.store.tables.talking import attachments as attachments
from app.store.tables.talking import context_posts as context_posts
from app.store.tables.talking import conversation_topics as conversation_topics
from app.store.tables.talking import conversations as conversations
from app.store.tables.talking import draft_history as draft_history
from app.store.tables.talking import drafts as drafts
from app.store.tables.talking import flagged_pictures as flagged_pictures
from app.store.tables.talking import notes as notes
from app.store.tables.talking import outbox as outbox
from app.store.tables.talking import redirects as redirects
from app.store.tables.talking import regroupings as regroupings
from app.store.tables.talking import routes as routes
from app.store.tables.talking import tallies as tallies
