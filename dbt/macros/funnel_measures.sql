{#- The additive counts of a cohort of clues: its size, and <stage>_<days>_count for those that
    reached a stage within a number of days. -#}
{% macro funnel_measures() %}
    {%- set measures = ['clue_count', 'excluded_count', 'open_count'] -%}
    {%- for stage, _reached_on in clue_stages() -%}
        {%- for days in funnel_horizons() -%}
            {%- do measures.append(stage ~ '_' ~ days ~ '_count') -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(measures) }}
{% endmacro %}
