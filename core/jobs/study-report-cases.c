/* What a study comes to, as a report: cases on which opinions differ.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/report-thumbnail.h"
#include "core/jobs/study-report-private.h"
#include "core/store/store-studies.h"

#define THUMBNAIL_PX   480
#define MAX_THUMBNAILS 60

/* Two raters differ, or one differs from the reference. */
static gboolean
is_discordant (const TsComparison *comparison, guint slide)
{
  int first = comparison->reference[slide];

  for (guint i = 0; i < comparison->n_raters; i++) {
    int label = ts_comparison_get (comparison, slide, i);

    if (label == TS_NO_RATING)
      continue;
    if (first != TS_NO_RATING && label != first)
      return TRUE;
    first = label;
  }
  return FALSE;
}

static const char *
get_label (const TsComparison *comparison, int label)
{
  return label == TS_NO_RATING ? "-" : comparison->labels[label];
}

static void
add_columns (const TsStudyReport *self,
             TsReport *report,
             const TsComparison *comparison)
{
  g_autofree char *where = ts_study_report_name_comparison (comparison);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (names, g_strdup ("case"));
  g_ptr_array_add (
    names, g_strdup (ts_reference_to_text (comparison->reference_kind)));
  for (guint i = 0; i < comparison->n_raters; i++)
    g_ptr_array_add (names, ts_study_report_name_rater (self, comparison, i));
  g_ptr_array_add (names, NULL);
  ts_report_add_table (report, where, (const char *const *) names->pdata);
}

static void
add_row (TsReport *report, const TsComparison *comparison, guint slide)
{
  const TsStudySlide *of =
    g_ptr_array_index (comparison->data->study->slides, slide);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();

  g_ptr_array_add (cells, of->pseudonym);
  g_ptr_array_add (
    cells, (gpointer) get_label (comparison, comparison->reference[slide]));
  for (guint i = 0; i < comparison->n_raters; i++)
    g_ptr_array_add (
      cells, (gpointer) get_label (comparison,
                                   ts_comparison_get (comparison, slide, i)));
  g_ptr_array_add (cells, NULL);
  ts_report_add_row (report, (const char *const *) cells->pdata);
}

/* NULL where no file of that content is found. */
static TsSlide *
find_file (TsStore *store, const TsStudySlide *slide)
{
  g_auto (GStrv) paths =
    ts_store_list_slide_files (store, slide->identity, NULL);

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++) {
    g_autoptr (TsSlide) opened = ts_slide_open (paths[i], NULL);

    if (opened != NULL &&
        g_str_equal (ts_slide_get_info (opened)->identity, slide->identity))
      return g_steal_pointer (&opened);
  }
  return NULL;
}

/* TRUE when there is one. */
static gboolean
add_thumbnail (const TsStudyReport *self, TsReport *report, guint slide)
{
  const TsStudySlide *of = g_ptr_array_index (self->data->study->slides, slide);
  g_autoptr (TsSlide) opened = find_file (self->store, of);
  cairo_surface_t *picture =
    opened != NULL ? ts_report_thumbnail_new (opened, THUMBNAIL_PX, NULL)
                   : NULL;

  if (picture == NULL)
    return FALSE;
  ts_report_add_picture (report, of->pseudonym, picture);
  cairo_surface_destroy (picture);
  return TRUE;
}

static void
add_thumbnails (const TsStudyReport *self,
                TsReport *report,
                const gboolean *is_shown)
{
  guint n_shown = 0, n_missing = 0, n_beyond = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->data->n_slides; i++) {
    if (!is_shown[i])
      continue;
    if (n_shown == MAX_THUMBNAILS)
      n_beyond++;
    else if (add_thumbnail (self, report, i))
      n_shown++;
    else
      n_missing++;
  }
  if (n_missing + n_beyond == 0)
    return;
  text = g_strdup_printf ("Without a picture: %u whose slide was not found, "
                          "%u beyond the first %d.",
                          n_missing, n_beyond, MAX_THUMBNAILS);
  ts_report_add_text (report, text);
}

void
ts_study_report_add_cases (const TsStudyReport *self, TsReport *report)
{
  guint n_slides = self->data->n_slides;
  g_autofree gboolean *is_shown = g_new0 (gboolean, n_slides + 1);
  guint n = 0;

  ts_report_add_heading (report, 1, "Cases on which opinions differ");
  for (guint i = 0; i < self->comparisons->len; i++) {
    const TsComparison *comparison = g_ptr_array_index (self->comparisons, i);
    gboolean has_table = FALSE;

    for (guint slide = 0; slide < n_slides; slide++) {
      if (!is_discordant (comparison, slide))
        continue;
      if (!has_table)
        add_columns (self, report, comparison);
      has_table = is_shown[slide] = TRUE;
      add_row (report, comparison, slide);
      n++;
    }
  }
  if (n == 0)
    ts_report_add_text (report, "None.");
  if (self->is_full && n > 0)
    add_thumbnails (self, report, is_shown);
}
