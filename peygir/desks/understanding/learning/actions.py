"""Nightly training: a new reader is measured beside the one in use, and goes live only when it is better."""

from typing import Final

from django.conf import settings

from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.understanding.learning.cases import confirmed_cases
from peygir.desks.understanding.learning.material import folder_of, load_material
from peygir.desks.understanding.learning.model_store import forget_old, model_store_of, put, set_live
from peygir.desks.understanding.learning.reader import reader_of
from peygir.desks.understanding.learning.training import TrainingExample, measure, train
from peygir.desks.understanding.models import TrainingRun
from peygir.desks.understanding.topic import TopicClassifier

RECENT: Final = 500  # the last confirmed cases are held out for the comparison
FEWEST: Final = 50  # fewer recent cases are not significant


def learn_anew(city_id: int, *, recent_count: int = RECENT, fewest: int = FEWEST) -> TrainingRun | None:
    """Train a reader on the phrases and the confirmed cases; it goes live if better on one test and worse on none.

    The tests are the held-out utterances and the last `recent_count` confirmed cases, of which fewer than `fewest` are
    not significant. None when there is nothing new to learn from. Takes some ten seconds of one core; call it outside a
    transaction.
    """
    city_facts = city.city_by_id(city_id)
    folder = folder_of(city_facts.code, settings.HOME)
    live = reader_of(city_facts.code, settings.HOME)
    if folder is None or live is None:
        return None
    material, taught = load_material(folder), confirmed_cases(city_id)
    known = set(live.topics.codes)
    recent, older = taught[:recent_count], tuple(one for one in taught[recent_count:] if one.code in known)
    version = f"{clock.now():%Y%m%d%H%M%S%f}-{material.digest[:6]}"
    if not older:
        return None
    made = train((*material.phrases, *older))
    held_new, held_old = _top1(made, material.heldout), _top1(live.topics, material.heldout)
    new, old = (_top1(made, recent), _top1(live.topics, recent)) if len(recent) >= fewest else (None, None)
    is_better = _is_better((held_new, held_old), (new, old))
    store = model_store_of(settings.HOME, city_facts.code)
    if is_better:
        put(store, version, made)
    learnt = TrainingRun.objects.create(
        city_id=city_id,
        version=version,
        made_at=clock.now(),
        phrases=len(material.phrases),
        cases=len(older),
        heldout_count=len(material.heldout),
        heldout_top1=held_new,
        heldout_before=held_old,
        recent_count=len(recent),
        recent_top1=new,
        recent_before=old,
        went_live=is_better,
    )
    if is_better:
        set_live(store, version)
        forget_old(store)
    return learnt


def _top1(reader: TopicClassifier, examples: tuple[TrainingExample, ...]) -> float:
    return measure(reader, examples).top1 if examples else 0.0


def _is_better(*pairs: tuple[float | None, float | None]) -> bool:
    known = [(new, old) for new, old in pairs if new is not None and old is not None]
    return all(new >= old for new, old in known) and any(new > old for new, old in known)
