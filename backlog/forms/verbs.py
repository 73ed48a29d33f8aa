"""The table of verbs that have a page on an item: verb → its form."""

from backlog.forms.confirming import CheckForm, ConfirmForm, ReopenForm
from backlog.forms.deciding import AssessForm, DecideForm, VisitForm
from backlog.forms.delivering import CompleteForm, PassForm, ReleaseForm, StartForm, TakeForm
from backlog.forms.discussing import AskForm, LearnForm, PerspectiveForm
from backlog.forms.merging import MergeForm, UnmergeForm
from backlog.forms.proposing import AffectsForm, ConsentForm, RetractForm, WithdrawForm
from backlog.forms.verb import VerbForm

VERB_FORMS: dict[str, type[VerbForm]] = {
    form.verb: form
    for form in (
        ConsentForm,
        RetractForm,
        PerspectiveForm,
        AskForm,
        AssessForm,
        DecideForm,
        VisitForm,
        TakeForm,
        PassForm,
        ReleaseForm,
        StartForm,
        CompleteForm,
        ConfirmForm,
        CheckForm,
        ReopenForm,
        WithdrawForm,
        MergeForm,
        UnmergeForm,
        AffectsForm,
        LearnForm,
    )
}
