{#- The months (first days, as texts) in which `day` (over the columns of a register) of rows falls
    that this run has changed; none where this model has nothing to keep, so that all months are to
    be made. Rows without a day count under 'null'. -#}
{% macro changed_months(contract, day) %}
    {%- set run = source('raw', 'run') -%}
    {%- if not execute or last_made() is none -%}
        {{ return(none) }}
    {%- endif -%}
    {%- if run_query('select previous_as_of from ' ~ run).rows[0][0] is none -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set found = run_query(
        "select distinct coalesce(cast(" ~ month_of(day) ~ " as varchar), 'null') from changed."
        ~ contract
    ) -%}
    {{ return(found.columns[0].values() | list) }}
{% endmacro %}
