{#- The months of `cohort_day` of a register whose figures this run may change, as texts; none
    where all of them are to be made: this model has nothing to keep, or areas or units changed.

    Besides the rows changed, the cut-off has moved: what lies between the last one and this one
    on any of `days` (columns of the register, the cohort's among them) has only now happened, and
    what was due on the last one is only now overdue. A cohort that is followed for `followed_days`
    changes with every one of them. -#}
{% macro cohort_months(contract, cohort_day, days, followed_days=0) %}
    {%- set rows, run = source('raw', contract), source('raw', 'run') -%}
    {%- set months = changed_months(contract, cohort_day) -%}
    {%- if months is none -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set moved = run_query(
        'select count(*) from (select 1 from changed.area union all select 1 from changed.unit)'
    ).rows[0][0] -%}
    {%- if moved -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set bounds = run_query('select previous_as_of, as_of from ' ~ run).rows[0] -%}
    {%- set passed = [] -%}
    {%- for day in days -%}
        {%- do passed.append(
            'select distinct cast(' ~ month_of(cohort_day) ~ ' as varchar) from ' ~ rows
            ~ " where known_until_at is null and " ~ day ~ " >= date '" ~ bounds[0]
            ~ "' and " ~ day ~ " <= date '" ~ bounds[1] ~ "'"
        ) -%}
    {%- endfor -%}
    {%- if followed_days -%}
        {%- do passed.append(
            'select distinct cast(' ~ month_of(cohort_day) ~ ' as varchar) from ' ~ rows
            ~ " where known_until_at is null and " ~ cohort_day ~ " >= date '" ~ bounds[0] ~ "' - "
            ~ followed_days
        ) -%}
    {%- endif -%}
    {%- set found = run_query(passed | join(' union ')).columns[0].values() | list -%}
    {{ return((months + found) | unique | sort | list) }}
{% endmacro %}
