"""Why a post waits before it may be on a wall, in words. Known by the dialog of held posts; knows nothing."""

from collections.abc import Sequence

from app.core.i18n import N_, _

REASONS = {
    "profanity": N_("swearing"),
    "disguised_profanity": N_("swearing in disguise"),
    "offensive": N_("an offensive tone"),
    "threat": N_("a threat"),
    "personal_data": N_("personal data"),
    "link": N_("a doubtful link"),
    "spam": N_("advertising"),
    "name": N_("an offensive name"),
    "off_topic": N_("it is like posts that are not about us"),
    "probable_spam": N_("it is like posts that were spam"),
    "labelled_sexual": N_("the network’s warning of nudity or sex"),
    "labelled_violent": N_("the network’s warning of violence"),
    "labelled_hateful": N_("the network’s warning of hate"),
    "labelled_spam": N_("the network’s warning of spam or fraud"),
    "labelled_sensitive": N_("the network’s content warning"),
    "labelled_hidden": N_("the network’s wish to hide it"),
    "labelled_members_only": N_("the author’s wish to be read by signed-in people only"),
}
POLICIES = {
    "hold_all": N_("Policy: a person releases every post."),
    "hold_doubtful": N_("Policy: a post without any doubt is shown at once; a doubtful one waits here."),
    "release_clean": N_("Policy: a post without any doubt is shown at once; a doubtful one is blocked."),
}


def reason_words(reasons: Sequence[str], policy: str) -> str:
    """One sentence: what speaks against a post, or that nothing does."""
    found = [_(REASONS.get(reason, reason.replace("_", " "))) for reason in reasons]
    if found:
        return _("Speaks against it: {reasons}.").format(reasons=", ".join(found))
    if policy == "hold_all":
        return _("Nothing speaks against it but the policy.")
    return _("A doubt without a name: its tone, or a picture.")


def policy_words(policy: str) -> str:
    """What the wall's policy is, in one sentence; empty while it is not known."""
    return _(POLICIES.get(policy, ""))
