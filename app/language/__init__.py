"""Text becomes language, sentiment, intent, safety and topics. Knows domain and core."""

from app.language.classify import bench_language, classify_lines
from app.language.heads import Heads
from app.language.labels import heed_labels
from app.language.query import check_query
from app.language.topics import compile_topics
from app.language.understander import load_understander, understand_all

__all__ = [
    "Heads",
    "bench_language",
    "check_query",
    "classify_lines",
    "compile_topics",
    "heed_labels",
    "load_understander",
    "understand_all",
]
