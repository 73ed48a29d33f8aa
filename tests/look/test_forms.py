"""Every form looks alike: labels, hints, errors at the field and on top, and what was typed is kept."""

from django import forms
from django.test import SimpleTestCase
from django.utils import translation


class Sample(forms.Form):
    title = forms.CharField(help_text="In one sentence.")
    note = forms.CharField(required=False)
    agree = forms.BooleanField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, initial="s")


class FormTest(SimpleTestCase):
    def setUp(self):
        self.enterContext(translation.override("en"))

    def test_a_fresh_form_has_no_errors(self):
        page = str(Sample())
        self.assertNotIn("error-summary", page)
        self.assertInHTML('<label for="id_title">Title</label>', page)
        self.assertIn('aria-describedby="id_title_helptext"', page)
        self.assertIn('name="secret"', page)

    def test_what_may_be_left_out_says_so(self):
        page = str(Sample())
        self.assertInHTML('<label for="id_note">Note <span class="optional">(optional)</span></label>', page)
        self.assertEqual(page.count("(optional)"), 1)

    def test_choices_are_a_named_group(self):
        self.assertInHTML("<legend>Kind</legend>", str(Sample()))

    def test_errors_stand_at_the_field_and_on_top(self):
        form = Sample({"note": "typed", "kind": "c"})
        page = str(form)
        self.assertIn('<a href="#id_title">Title: This field is required.</a>', page)
        self.assertIn('id="id_title_error"', page)
        self.assertIn('aria-invalid="true"', page)
        self.assertIn('value="typed"', page)

    def test_a_question_is_no_name_before_a_colon(self):
        class Question(Sample):
            agree = forms.BooleanField(label="Does it hold?")

        self.assertIn(">Does it hold? This field is required.</a>", str(Question({})))

    def test_what_was_typed_is_escaped(self):
        page = str(Sample({"title": '"><script>x</script>', "kind": "<b>"}))
        self.assertNotIn("<script>", page)
        self.assertNotIn("<b>", page)
